import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { predict } from '../../../../harness/mimir/predict/predict.ts'
import { UsageError } from '../../../../harness/util/errors.ts'
import { ringText } from './ring-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'predict-'))
const ring = join(folder, 'ring.json')
writeFileSync(ring, ringText(4))
const flags = { ring, tenant: ['team-a', 'team-b', 'team-c'], size: '3' }

let told: string
beforeEach(() => {
  told = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    told += text
    return true
  })
})
afterEach(() => void vi.restoreAllMocks())
afterAll(() => rmSync(folder, { recursive: true }))

test('who serves whom, what grows, who shares, who is hit', async () => {
  expect(await predict({ ...flags, to: '6' })).toBe(0)
  expect(told).toMatchInlineSnapshot(`
    "Ring: 12 members in zone-a, zone-b, zone-c, size 3: 1 of each zone

    tenant  instances
    team-a  ingester-zone-a-2 ingester-zone-b-3 ingester-zone-c-0
    team-b  ingester-zone-a-0 ingester-zone-b-0 ingester-zone-c-0
    team-c  ingester-zone-a-2 ingester-zone-b-2 ingester-zone-c-2

    With size 6: 2 of each zone, the shards grow

    tenant  added                                                  removed  stays
    team-a  ingester-zone-a-1 ingester-zone-b-0 ingester-zone-c-2  –        3
    team-b  ingester-zone-a-1 ingester-zone-b-3 ingester-zone-c-1  –        3
    team-c  ingester-zone-a-0 ingester-zone-b-3 ingester-zone-c-1  –        3

    Ingesters: set the larger size on queriers and rulers first. As long as distributors alone have it, reads miss samples that new ingesters have.

    Shared: 2 of 3 pairs of tenants have instances in common

    tenants          share  instances
    team-a   team-b  1      ingester-zone-c-0
    team-a   team-c  1      ingester-zone-a-2

    Instances die at once: of 3 tenants, so many lose some of theirs (in part) or all (in full). Means are by formula; least and most are over the sets of instances that were looked at.

    die  in part  least  most  in full  least  most  sets looked at
    1    0.75     0      2     0.00     0      0     all 12
    2    1.36     0      3     0.00     0      0     all 66
    3    1.84     0      3     0.01     0      1     all 220
    4    2.18     0      3     0.05     0      1     all 495
    5    2.39     0      3     0.14     0      2     all 792
    7    2.39     0      3     0.48     0      3     all 792
    10   1.36     0      3     1.64     0      3     all 66
    12   0.00     0      0     3.00     3      3     all 1

    Balance: 0.75 tenants an instance, 2 at most: 2.67 times the mean; 5 instances without any.

    Members have zones, so each zone is taken to have its own part of every shard.
    Queriers are left out: no ring knows them. Name them with --queriers.
    "
  `)
})

test('a smaller size: how to get there without reads that miss samples', async () => {
  await predict({ ...flags, tenant: ['team-a'], size: '6', to: '3' })
  expect(told).toMatchInlineSnapshot(`
    "Ring: 12 members in zone-a, zone-b, zone-c, size 6: 2 of each zone

    tenant  instances
    team-a  ingester-zone-a-1 ingester-zone-a-2 ingester-zone-b-0 ingester-zone-b-3 ingester-zone-c-0 ingester-zone-c-2

    With size 3: 1 of each zone, the shards shrink

    tenant  added  removed                                                stays
    team-a  –      ingester-zone-a-1 ingester-zone-b-0 ingester-zone-c-2  3

    Ingesters: do not just set the smaller size. Reads would miss samples that only ingesters outside of the new shard have. First restart queriers and rulers with -querier.shuffle-sharding-ingesters-enabled=false, then set the size, then wait for -blocks-storage.tsdb.retention-period, then restart them with true.

    Shared: one tenant shares with nobody.

    Instances die at once: of 1 tenant, so many lose some of theirs (in part) or all (in full). Means are by formula; least and most are over the sets of instances that were looked at.

    die  in part  least  most  in full  least  most  sets looked at
    1    0.50     0      1     0.00     0      0     all 12
    2    0.77     0      1     0.00     0      0     all 66
    3    0.91     0      1     0.00     0      0     all 220
    4    0.97     0      1     0.00     0      0     all 495
    5    0.99     0      1     0.00     0      0     all 792
    7    0.99     0      1     0.01     0      1     all 792
    10   0.77     0      1     0.23     0      1     all 66
    12   0.00     0      0     1.00     1      1     all 1

    Balance: 0.5 tenants an instance, 1 at most: 2.00 times the mean; 6 instances without any.

    Members have zones, so each zone is taken to have its own part of every shard.
    Queriers are left out: no ring knows them. Name them with --queriers.
    "
  `)
})

test('queriers, in a file; with a lookback, readers ask members that came within it besides', async () => {
  const queriers = join(folder, 'queriers')
  writeFileSync(queriers, 'querier-2\nquerier-0\n\nquerier-1\nquerier-3\n')
  const young = { registered_timestamp: '2025-12-31T20:00:00Z' }
  const stale = { state: 'UNHEALTHY' }
  const readOnly = { read_only: true, read_only_updated_timestamp: '2025-12-31T00:00:00Z' }
  const mixed = join(folder, 'mixed.json')
  writeFileSync(
    mixed,
    ringText(4, (_, i) => ({ 3: readOnly, 7: young, 8: stale })[i] ?? {}),
  )
  await predict({ ...flags, ring: mixed, queriers, lookback: '13h', to: '6', json: true })
  const { pools, notes } = JSON.parse(told)
  expect(notes).toMatchInlineSnapshot(`
    [
      "Members have zones, so each zone is taken to have its own part of every shard.",
      "UNHEALTHY, and still in shards: ingester-zone-c-0.",
      "Read-only, and in no shard for writes: ingester-zone-a-3.",
    ]
  `)
  expect(pools.map((pool: { tenants: unknown }) => pool.tenants)).toMatchInlineSnapshot(`
    [
      [
        {
          "readToo": [
            "ingester-zone-b-0",
          ],
          "shard": [
            "ingester-zone-a-2",
            "ingester-zone-b-3",
            "ingester-zone-c-0",
          ],
          "tenant": "team-a",
        },
        {
          "readToo": [],
          "shard": [
            "ingester-zone-a-0",
            "ingester-zone-b-0",
            "ingester-zone-c-0",
          ],
          "tenant": "team-b",
        },
        {
          "readToo": [],
          "shard": [
            "ingester-zone-a-2",
            "ingester-zone-b-2",
            "ingester-zone-c-2",
          ],
          "tenant": "team-c",
        },
      ],
      [
        {
          "shard": [
            "querier-0",
            "querier-1",
            "querier-2",
          ],
          "tenant": "team-a",
        },
        {
          "shard": [
            "querier-0",
            "querier-1",
            "querier-3",
          ],
          "tenant": "team-b",
        },
        {
          "shard": [
            "querier-1",
            "querier-2",
            "querier-3",
          ],
          "tenant": "team-c",
        },
      ],
    ]
  `)
  expect(pools.map((pool: { change: { kind: string } }) => pool.change.kind)).toEqual(['grow', 'grow'])
})

test('the page has the same, in one file that asks for nothing', async () => {
  const html = join(folder, 'shards.html')
  await predict({ ...flags, tenant: ['team-a', "it's"], to: '6', queriers: 'q-0,q-1,q-2,<q>', html })
  const page = readFileSync(html, 'utf8')
  expect({
    matrices: page.split('<table class="shards">').length - 1,
    curves: page.split('<svg class="curve"').length - 1,
    gets: page.match(/title="team-a gets [^"]*"/g),
    unescaped: page.includes('<q>'),
    outside: page.match(/(?:src|href)="(?!data:)[^"]*"/g),
    nonsense: page.match(/NaN|Infinity|undefined/g),
  }).toMatchInlineSnapshot(`
    {
      "curves": 2,
      "gets": [
        "title="team-a gets ingester-zone-a-1"",
        "title="team-a gets ingester-zone-b-0"",
        "title="team-a gets ingester-zone-c-2"",
        "title="team-a gets q-2"",
      ],
      "matrices": 4,
      "nonsense": [
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
        "undefined",
      ],
      "outside": null,
      "unescaped": false,
    }
  `)
})

test('a page that can not be written', async () => {
  await expect(predict({ ...flags, html: '/no/folder/shards.html' })).rejects.toThrow(
    new UsageError(
      "--html /no/folder/shards.html can not be written (ENOENT: no such file or directory, open '/no/folder/shards.html')",
      'name a file in a folder that exists',
    ),
  )
})

test('queriers that are none', async () => {
  const fix = 'give ids as in --queriers querier-0,querier-1, or a file with one a line'
  await expect(predict({ ...flags, queriers: ' , ' })).rejects.toThrow(
    new UsageError('--queriers  , : no id is in it', fix),
  )
  await expect(predict({ ...flags, queriers: '/no/file' })).rejects.toThrow(
    new UsageError('--queriers /no/file: there is no such file', fix),
  )
})
