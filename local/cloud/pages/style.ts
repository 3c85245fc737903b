/** The one style sheet of the local pages; follows the light or dark setting of the browser. */
export const STYLE = `
:root { --back: #f3f4f8; --card: #ffffff; --ink: #1d2230; --soft: #545b6e; --line: #d5d9e4; --accent: #4648b8;
  --on-accent: #ffffff; --note: #ecedfb; --bad: #a4262c; }
@media (prefers-color-scheme: dark) { :root { --back: #14161d; --card: #1f2230; --ink: #f0f1f6; --soft: #b3b9c9;
  --line: #3a4053; --accent: #a9abff; --on-accent: #14161d; --note: #292d45; --bad: #ff9aa0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, 'Segoe UI', sans-serif; }
main { margin: 0 auto; padding: 1.75rem; }
main.narrow { max-width: 30rem; margin-top: 6vh; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; }
main.wide { max-width: 72rem; }
@media (max-width: 34rem) { main.narrow { margin-top: 0; border: 0; border-radius: 0; } }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
.soft { color: var(--soft); }
.note { background: var(--note); border-radius: 8px; padding: .6rem .85rem; margin: 1rem 0; }
.bad { color: var(--bad); font-weight: 600; }
.stack { display: grid; gap: .6rem; margin: 1rem 0 0; }
button, .button { display: block; width: 100%; text-align: left; font: inherit; padding: .7rem .9rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--ink);
  text-decoration: none; }
button:hover, .button:hover { border-color: var(--accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button.first, .button.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button .soft { display: block; font-size: .9rem; }
button.first .soft { color: inherit; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 600; }
form.narrow-form { max-width: 30rem; }
.scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: .9em ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
`;
