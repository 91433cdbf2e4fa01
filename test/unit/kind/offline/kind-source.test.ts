import { expect, test } from 'vitest'
import { manifestOf } from '../../../../kind/offline/kind-source.ts'

const go = `package nodeimage

const agentImage = "docker.io/kindest/agent:v1"
const agentMode = "quiet"

var images = []string{agentImage}

const defaultManifest = \`
kind: Pod
image: \` + agentImage + \`
mode: \` + agentMode + \`
\`
`

test('a manifest is cut out of the Go source with its constants set in, and its images are told', () => {
  expect(manifestOf('agent.yaml', 'defaultManifest', go)).toEqual({
    file: 'agent.yaml',
    text: '\nkind: Pod\nimage: docker.io/kindest/agent:v1\nmode: quiet\n',
    images: ['docker.io/kindest/agent:v1'],
  })
})

test('a constant that is not there, or not known, is an error', () => {
  expect(() => manifestOf('agent.yaml', 'defaultCNIManifest', go)).toThrow(
    "kind's source has no constant defaultCNIManifest",
  )
  const strange = go.replace('const agentMode', 'var agentMode')
  expect(() => manifestOf('agent.yaml', 'defaultManifest', strange)).toThrow("kind's source has no constant agentMode")
})
