import { expect, test } from 'vitest'
import { json, markup, trusted } from '../../../../harness/report/html/markup.ts'

test('values are escaped, markup is not, and what is absent leaves nothing', () => {
  const items = ['<script>', 'a "quoted" word'].map(text => markup`<li>${text}</li>`)
  expect(markup`<ul title="${'<&>'}">${items}${undefined}${false}${0}${trusted('<br>')}</ul>`.markup).toBe(
    '<ul title="&lt;&amp;&gt;"><li>&lt;script&gt;</li><li>a &quot;quoted&quot; word</li>0<br></ul>',
  )
})

test('JSON can not end the script element it stands in', () => {
  const value = { text: '</script><!--' }
  expect(json(value).markup).toBe('{"text":"\\u003c/script>\\u003c!--"}')
  expect(JSON.parse(json(value).markup)).toEqual(value)
})
