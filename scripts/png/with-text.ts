import { chunk, chunksOf, PNG_SIGNATURE } from './png-chunks';

/** The picture with a text beside it, which no viewer shows. Keyword and text are Latin 1. */
export function withText(png: Buffer, keyword: string, text: string): Buffer {
  const chunks = chunksOf(png).map(({ type, data }) => chunk(type, data));
  const [header = Buffer.alloc(0), ...others] = chunks;
  const said = chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
  return Buffer.concat([PNG_SIGNATURE, header, said, ...others]);
}
