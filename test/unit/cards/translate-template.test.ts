import { textsToTranslate, translateTemplate } from '../../../src/cards/load-card-renderer';

const template = {
  type: 'AdaptiveCard',
  speak: 'Hello.',
  fallbackText: 'Hello there.',
  body: [
    { type: 'TextBlock', id: 'greeting', $when: "${name != 'Hello.'}", text: 'Hello, ${name}.' },
    { type: 'TextRun', text: '${name}' },
    { type: 'TextRun', text: "${if(name == '', 'somebody', name)}" },
    { type: 'TextRun', text: "${if(name == '', '–', name)}" },
    {
      type: 'Input.Text',
      id: 'name',
      label: 'Your name',
      placeholder: 'For example Ida',
      errorMessage: 'Say it.',
      value: 'Ida',
    },
    { type: 'Image', url: 'https://example.com/Hello.png', altText: 'A hand' },
    {
      type: 'Action.Execute',
      title: 'Hello.',
      verb: 'Hello.',
      data: { verb: 'Hello.' },
      fallback: { type: 'Action.Submit', title: 'Hello.', data: { verb: 'Hello.' } },
    },
    { type: 'Action.OpenUrl', title: '→', url: 'https://example.com/' },
  ],
};

test('what people read or hear is translated; what only the program reads is not', () => {
  expect(textsToTranslate(template)).toEqual([
    'Hello.',
    'Hello there.',
    'Hello, ${name}.',
    "${if(name == '', 'somebody', name)}",
    'Your name',
    'For example Ida',
    'Say it.',
    'A hand',
  ]);
});

test('a text is replaced wherever it stands, on the button for old clients too', () => {
  const words = { 'Hello.': 'Guten Tag.', 'Hello, ${name}.': 'Guten Tag, ${name}.' };
  const translated = translateTemplate(template, words) as typeof template;
  expect(translated).toMatchObject({ type: 'AdaptiveCard', speak: 'Guten Tag.' });
  expect(translated.body[0]).toEqual({ ...template.body[0], text: 'Guten Tag, ${name}.' });
  expect(translated.body[6]).toEqual({
    type: 'Action.Execute',
    title: 'Guten Tag.',
    verb: 'Hello.',
    data: { verb: 'Hello.' },
    fallback: { type: 'Action.Submit', title: 'Guten Tag.', data: { verb: 'Hello.' } },
  });
});

test('a text without a translation stays English, and the template itself stays as it is', () => {
  const before = JSON.stringify(template);
  expect(translateTemplate(template, {})).toEqual(template);
  translateTemplate(template, { 'Your name': 'Ihr Name' });
  expect(JSON.stringify(template)).toBe(before);
});

test('texts that are names of built-in properties are not mistaken for translations', () => {
  const odd = { text: 'constructor', title: 'toString', label: '__proto__' };
  expect(translateTemplate(odd, {})).toEqual(odd);
});
