/** The look of the pages: light and dark, wide and narrow. Its hash is the only style that their policy allows. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --soft: #59636e; --line: #d7dce1; --link: #1c5d86; --band: #22608b; }
@media (prefers-color-scheme: dark) { :root { --ground: #15181c; --text: #e6e9ec; --soft: #a2abb5; --line: #343a41; --link: #7cc0e8; --band: #1d4f72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
header { background: var(--band); }
nav, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
nav a { color: #fff; padding: .9rem 0 .7rem; text-decoration: none; border-bottom: .2rem solid transparent; }
nav a:hover, nav a:focus-visible, nav a[aria-current] { border-color: #ffd27a; }
nav a:first-child { font-weight: 600; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 2.2rem 0 1rem; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2.2rem 0 .6rem; }
p, ul { margin: 0 0 .8rem; } ul { padding-left: 1.2rem; } li { margin-bottom: .4rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th, td { text-align: left; vertical-align: top; padding: .6rem .9rem .6rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } td:first-child { width: 48%; } td b { display: none; }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 2rem; margin-top: 3rem; padding-top: 1rem; padding-bottom: 1.5rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
footer p { margin: 0; }
@media (max-width: 34rem) {
  thead { display: none; } tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
  td { display: block; border: 0; padding: .2rem 0; } td:first-child { width: auto; }
  td b { display: block; color: var(--soft); font-size: .85rem; }
}
`;
