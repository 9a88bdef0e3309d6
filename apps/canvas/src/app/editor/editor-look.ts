import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';

/** The colours of CodeMirror's own style by token; its grouping stays, so that nothing is left without a colour. */
const tokens: Record<string, string> = {
  '#404740': '--gh-text-muted',
  '#708': '--gh-past',
  '#219': '--gh-state-paused',
  '#164': '--gh-state-degraded',
  '#a11': '--gh-state-online',
  '#e40': '--gh-state-degraded',
  '#00f': '--gh-accent',
  '#30a': '--gh-text',
  '#085': '--gh-state-provisioning',
  '#167': '--gh-state-provisioning',
  '#256': '--gh-state-provisioning',
  '#00c': '--gh-accent',
  '#940': '--gh-text-muted',
  '#f00': '--gh-danger',
};
const recoloured = HighlightStyle.define(
  defaultHighlightStyle.specs.map((spec) => {
    const { color } = spec as { color?: string };
    return color === undefined ? spec : { ...spec, color: `var(${tokens[color] ?? '--gh-text'})` };
  }),
);

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--gh-text)', backgroundColor: 'var(--gh-surface)', fontSize: 'var(--gh-text-13)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--gh-mono)', lineHeight: '1.55', overflow: 'auto', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--gh-text)', padding: '8px 0' },
  '.cm-line': { padding: '0 12px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--gh-text)' },
  '.cm-gutters': {
    color: 'var(--gh-text-muted)',
    backgroundColor: 'var(--gh-sunken)',
    borderRight: '1px solid var(--gh-border)',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 10px', minWidth: '34px' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--gh-accent) 8%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--gh-accent) 28%, transparent) !important',
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--gh-accent) 16%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--gh-state-degraded) 30%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--gh-state-degraded) 60%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--gh-hover)',
    outline: '1px solid var(--gh-border-strong)',
  },
  '.cm-panels': { color: 'var(--gh-text)', backgroundColor: 'var(--gh-sunken)', fontFamily: 'var(--gh-font)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--gh-border)' },
  '.cm-textfield': {
    color: 'var(--gh-text)',
    backgroundColor: 'var(--gh-surface)',
    border: '1px solid var(--gh-border-strong)',
    borderRadius: '4px',
  },
  '.cm-button': {
    color: 'var(--gh-text)',
    background: 'var(--gh-surface)',
    border: '1px solid var(--gh-border)',
    borderRadius: '4px',
  },
  '.cm-problem-line': { backgroundColor: 'var(--gh-danger-soft)' },
  '.cm-warning-line': { backgroundColor: 'color-mix(in srgb, var(--gh-state-degraded) 14%, transparent)' },
  '.cm-problem-mark': { color: 'var(--gh-danger)', fontWeight: '700', cursor: 'help' },
  '.cm-warning-mark': { color: 'var(--gh-state-degraded)' },
  '.cm-problem-gutter': { width: '14px', textAlign: 'center' },
  '.cm-foldPlaceholder': { color: 'var(--gh-text-muted)', background: 'var(--gh-hover)', border: '0' },
});

/** How text looks in an editor: tokens only, so that it follows the theme by itself. */
export const editorLook = [look, syntaxHighlighting(recoloured, { fallback: true })];
