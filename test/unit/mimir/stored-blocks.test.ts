import { expect, test } from 'vitest'
import { blockToken, storedBlocks } from '../../../harness/mimir/stored-blocks.ts'
import { serve } from '../serve.ts'

// u := ulid.MustParse("01ARZ3NDEKTSV4RRFFQ69G5FAV"); h := fnv.New32(); h.Write(u[:]); h.Sum32()
test("the token of a block is what Go makes of its name's bytes", () => {
  expect(blockToken('01ARZ3NDEKTSV4RRFFQ69G5FAV')).toBe(1261091206)
})

test.each(['', '81ARZ3NDEKTSV4RRFFQ69G5FAV', '01ARZ3NDEKTSV4RRFFQ69G5FAU', '01arz3ndektsv4rrffq69g5fav'])(
  '"%s" is no name of a block',
  name => expect(() => blockToken(name)).toThrow(new Error(`"${name}" is not a ULID`)),
)

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

test('blocks are those that a store-gateway lists', async () => {
  const asked: string[] = []
  const url = await serve((req, res) => {
    asked.push(`${req.headers.accept} ${req.url}`)
    res.end(JSON.stringify({ tenant: 'a', metas: [{ ulid: ID, minTime: 0 }] }))
  })
  expect(await storedBlocks(url, "team'e/f")).toEqual([ID])
  expect(asked).toEqual(["application/json /store-gateway/tenant/team'e%2Ff/blocks"])
})

test('what is no list of blocks is no answer', async () => {
  const url = await serve((_, res) => void res.writeHead(200).end('Failed to read block metadata: gone'))
  await expect(storedBlocks(url, 'a')).rejects.toThrow(
    `${url}/store-gateway/tenant/a/blocks: expected a list of blocks as JSON, got HTTP 200: Failed to read block metadata: gone`,
  )
})
