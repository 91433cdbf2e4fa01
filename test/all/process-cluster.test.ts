import { mimirAsProcesses } from '../real/mimir-as-processes.ts'

mimirAsProcesses('port')
