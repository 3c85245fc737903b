/** The themes that the gallery shows, named for their class in sheet.css. */
export type Theme = 'light' | 'dark';

interface Palette {
  readonly background: string;
  readonly emphasis: string;
  readonly warningBackground: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
}

const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: '#ffffff',
    emphasis: '#f0f0f0',
    warningBackground: '#fdf6f3',
    text: '#242424',
    subtle: '#616161',
    accent: '#4f52b2',
    good: '#0e700e',
    warning: '#8a3707',
    attention: '#b10e1c',
  },
  dark: {
    background: '#292929',
    emphasis: '#1f1f1f',
    warningBackground: '#411200',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#aeb1f5',
    good: '#54b054',
    warning: '#faa06b',
    attention: '#f1707b',
  },
};

/** A host config of the `adaptivecards` renderer with the sizes and colours that people see in a Teams chat. */
export function hostConfig(theme: Theme): object {
  const palette = PALETTES[theme];
  return {
    fontFamily: FONT,
    fontTypes: { default: fontType(FONT), monospace: fontType(MONOSPACE) },
    spacing: { small: 6, default: 10, medium: 14, large: 20, extraLarge: 28, padding: 14 },
    separator: { lineThickness: 1, lineColor: palette.subtle },
    textBlock: { headingLevel: 3 },
    containerStyles: {
      default: containerStyle(palette, palette.background),
      emphasis: containerStyle(palette, palette.emphasis),
      warning: containerStyle(palette, palette.warningBackground),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    },
    inputs: {
      label: { inputSpacing: 4, requiredInputs: { weight: 'bolder' }, optionalInputs: { weight: 'bolder' } },
      errorMessage: { color: 'attention' },
    },
    supportsInteractivity: true,
  };
}

const FONT = "'Segoe UI', 'Liberation Sans', Arial, sans-serif";
const MONOSPACE = "Consolas, 'Liberation Mono', monospace";

function fontType(fontFamily: string): object {
  return {
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
  };
}

function containerStyle(palette: Palette, backgroundColor: string): object {
  const color = (value: string) => ({ default: value, subtle: value });
  return {
    backgroundColor,
    foregroundColors: {
      default: { default: palette.text, subtle: palette.subtle },
      accent: color(palette.accent),
      good: color(palette.good),
      warning: color(palette.warning),
      attention: color(palette.attention),
    },
  };
}
