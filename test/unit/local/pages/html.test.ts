import fc from 'fast-check';
import { html } from '../../../../local/cloud/pages/html';

describe('html', () => {
  test('no value becomes markup, in text or in an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { text } = html`<p title="${value}">${value}</p>`;
        expect(text.match(/[<>"]/g)?.join('')).toBe('<"">' + '<>');
      }),
    );
  });

  test('pieces of html stay what they are', () => {
    const items = ['a', '<b>'].map((one) => html`<i>${one}</i>`);
    expect(html`<p>${items}</p>`.text).toBe('<p><i>a</i><i>&lt;b&gt;</i></p>');
  });
});
