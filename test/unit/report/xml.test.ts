import { expect, test } from 'vitest'
import { xml } from '../../../harness/report/xml.ts'

test('elements, attributes and text, with everything escaped that must be', () => {
  const document = xml({
    name: 'a',
    attributes: { one: '1 < 2 & "3"', none: undefined, lines: 'first\nsecond\tthird' },
    content: [
      { name: 'empty' },
      { name: 'text', content: 'red \u001b[31m]]>\nnext line' },
      { name: 'b', content: [{ name: 'c' }] },
    ],
  })
  expect(document).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <a one="1 &lt; 2 &amp; &quot;3&quot;" lines="first&#10;second&#9;third">
      <empty/>
      <text>red ␛[31m]]&gt;
    next line</text>
      <b>
        <c/>
      </b>
    </a>
    "
  `)
})
