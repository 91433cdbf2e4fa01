import { goFile, type Mutant } from '../mutant.ts'

export const newestSamplesHidden = {
  id: 'newest-samples-hidden',
  defect: 'queriers hide the samples of the last 300 ms',
  edits: [
    {
      file: 'pkg/querier/distributor_queryable_streaming.go',
      anchor: 'return batch.NewChunkMergeIterator(it, s.labels, chunks)',
      put: 'return &mutantHides{batch.NewChunkMergeIterator(nil, s.labels, chunks)}',
    },
  ],
  adds: {
    'pkg/querier/mutant.go': goFile(
      'querier',
      ['github.com/prometheus/prometheus/tsdb/chunkenc'],
      `
type mutantHides struct{ chunkenc.Iterator }

func (m *mutantHides) Next() chunkenc.ValueType { return m.old(m.Iterator.Next()) }

func (m *mutantHides) Seek(t int64) chunkenc.ValueType { return m.old(m.Iterator.Seek(t)) }

func (m *mutantHides) old(kind chunkenc.ValueType) chunkenc.ValueType {
	if kind != chunkenc.ValNone && mutantBroken() && m.AtT() > time.Now().UnixMilli()-300 {
		return chunkenc.ValNone
	}
	return kind
}`,
    ),
  },
  scenario: 'ingester-kill',
  foundBy: ['loss'],
} satisfies Mutant
