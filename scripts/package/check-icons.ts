import { PNG } from 'pngjs';

import type { PackageProblem } from './package-problem';

/** The icons of an app package by name, and their side in pixels (Teams' manifest schema). */
export const ICON_SIZES = { color: 192, outline: 32 } as const;
type IconName = keyof typeof ICON_SIZES;

const FIX = 'change appPackage/icons/*.svg and run: npm run icons';
/** Of the outline, at least so much must be nothing, and so much must be something. */
const LEAST_SHARE = 0.1;

/** What keeps the icons from being taken: their size, and that the outline is white on nothing. */
export function checkIcons(icons: Readonly<Record<IconName, Buffer>>): PackageProblem[] {
  return (['color', 'outline'] as const).flatMap((name) => {
    const picture = read(icons[name]);
    const wrong = picture === undefined ? ['is not a PNG that can be read'] : faultsOf(name, picture);
    return wrong.map((what) => ({ where: `appPackage/${name}.png`, wrong: what, fix: FIX }));
  });
}

function faultsOf(name: IconName, picture: PNG): string[] {
  const side = ICON_SIZES[name];
  const { width, height } = picture;
  const size = width === side && height === side ? [] : [`is ${width} x ${height}, not ${side} x ${side}`];
  return [...size, ...(name === 'outline' ? outlineFaults(picture) : colorFaults(picture))];
}

function read(icon: Buffer): PNG | undefined {
  try {
    return PNG.sync.read(icon);
  } catch {
    return undefined;
  }
}

/** Red, green, blue, opacity (0 to 255) of each pixel, row by row. */
function pixelsOf({ data }: PNG): Buffer[] {
  return Array.from({ length: data.length / 4 }, (_, at) => data.subarray(at * 4, at * 4 + 4));
}

function outlineFaults(picture: PNG): string[] {
  const pixels = pixelsOf(picture);
  const seen = pixels.filter((pixel) => pixel[3] !== 0);
  const isWhite = seen.every((pixel) => pixel.subarray(0, 3).every((part) => part === 255));
  const share = seen.length / pixels.length;
  return [
    ...(isWhite ? [] : ['has another colour than white']),
    ...(share < LEAST_SHARE ? ['shows next to nothing'] : []),
    ...(share > 1 - LEAST_SHARE || !isNothing(pixels[0]) ? ['has no transparent background'] : []),
  ];
}

/** Clients round the corners themselves: a hole there would show. */
function colorFaults(picture: PNG): string[] {
  return pixelsOf(picture).every((pixel) => pixel[3] === 255) ? [] : ['has transparent parts'];
}

function isNothing(pixel: Buffer | undefined): boolean {
  return pixel?.[3] === 0;
}
