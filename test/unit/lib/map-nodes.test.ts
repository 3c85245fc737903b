import { mapNodes } from '../../../src/lib/json';

const loud = (node: unknown): unknown => (typeof node === 'string' ? node.toUpperCase() : node);

describe('mapNodes', () => {
  it('changes every node, however deep it is', () => {
    expect(mapNodes({ a: ['b', { c: 'd' }], e: 1, f: null }, loud)).toEqual({
      a: ['B', { c: 'D' }],
      e: 1,
      f: null,
    });
  });

  it('gives back what needs no change as it is, and leaves the given tree alone', () => {
    const tree = { kept: { deep: ['A'] }, changed: ['a'] };
    const mapped = mapNodes(tree, loud) as typeof tree;
    expect(mapped.kept).toBe(tree.kept);
    expect(tree).toEqual({ kept: { deep: ['A'] }, changed: ['a'] });
  });

  it('shows a node with its inner nodes changed already', () => {
    const seen: unknown[] = [];
    mapNodes({ a: 'x' }, (node) => {
      seen.push(node);
      return loud(node);
    });
    expect(seen).toEqual(['x', { a: 'X' }]);
  });
});
