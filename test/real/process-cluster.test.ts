import { mimirAsProcesses } from './mimir-as-processes.ts'

mimirAsProcesses('ip')
