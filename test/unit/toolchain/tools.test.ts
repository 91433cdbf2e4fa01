import { expect, test } from 'vitest'
import { mimirProgram } from '../../../harness/mimir/program.ts'
import { versionOfBuild } from '../../../harness/toolchain/build.ts'
import { tools } from '../../../harness/toolchain/tools.ts'

test('a build is stamped with what its go.mod pins', async () => {
  expect(await versionOfBuild(mimirProgram.tool.build!)).toEqual({
    version: '3.1.0-dev.20260423',
    revision: 'aced80d74930',
  })
  expect(await versionOfBuild(tools.prometheus.build!)).toEqual({ version: '3.5.2', revision: 'v0.305.2' })
  expect(await versionOfBuild(tools.promtool.build!)).toEqual({ version: '3.5.2', revision: 'v0.305.2' })
  expect(await versionOfBuild(tools.versitygw.build!)).toEqual({ version: '1.8.0', revision: 'v1.8.0' })
  expect(await versionOfBuild(tools.helm.build!)).toEqual({ version: '4.3.1', revision: 'v4.3.1' })
  expect(await versionOfBuild(tools.kind.build!)).toEqual({ version: '0.30.0', revision: 'v0.30.0' })
  expect(await versionOfBuild(tools.k6.build!)).toEqual({ version: '1.8.1', revision: 'v1.8.1' })
})

test('a go.mod without the module is an error, not a guess', () => {
  expect(() => mimirProgram.tool.build!.version('module tools/mimir\n')).toThrow(
    /^go\.mod has no line like .*grafana.*$/,
  )
})

test.each([
  ['mimir', 'Mimir, version 3.0.5 (branch: HEAD, revision: 1a2b3c)\n  go version: go1.25', '3.0.5', '1a2b3c'],
  ['mimir', 'Mimir, version unknown (branch: unknown, revision: unknown)', 'unknown', 'unknown'],
  ['prometheus', 'prometheus, version 3.5.2 (branch: HEAD, revision: 9f)\n  tags: netgo', '3.5.2', '9f'],
  ['prometheus', 'prometheus, version  (branch: , revision: unknown)', '', 'unknown'],
  ['promtool', 'promtool, version 3.5.2 (branch: go-module, revision: v0.305.2)', '3.5.2', 'v0.305.2'],
  ['versitygw', 'Version  : v1.8.0\nBuild    : 5c1d2e3\nBuildTime: none', 'v1.8.0', '5c1d2e3'],
  ['versitygw', 'Version  : git\nBuild    : norev\nBuildTime: none', 'git', 'norev'],
  ['helm', 'version.BuildInfo{Version:"v4.3.1", GitCommit:"ab12", GitTreeState:"clean"}', 'v4.3.1', 'ab12'],
  ['kind', 'kind v0.30.0 go1.24.6 linux/amd64', '0.30.0', undefined],
  ['k6', 'k6 v1.8.1 (commit/5b33f0d8b4, go1.26.8, linux/amd64)', '1.8.1', '5b33f0d8b4'],
  ['k6', 'k6 v1.8.1 (go1.26.8, linux/amd64)', '1.8.1', undefined],
] as const)('%s says: %s', (tool, text, version, revision) => {
  const spec = tool === 'mimir' ? mimirProgram.tool : tools[tool]
  expect({ ...spec.ask.says.exec(text)?.groups }).toEqual({ version, revision })
})
