import type {Color, Span} from './line.js';

/** State is always a sign and a word too, never colour alone. */
export type Mark = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip' | 'running' | 'todo' | 'blocked';

const signs: Readonly<Record<Mark, {readonly sign: string; readonly color: Color}>> = {
	pass: {sign: '✓', color: 'green'},
	warn: {sign: '!', color: 'yellow'},
	fail: {sign: '✗', color: 'red'},
	unknown: {sign: '?', color: 'magenta'},
	skip: {sign: '-', color: 'gray'},
	running: {sign: '▸', color: 'cyan'},
	todo: {sign: '○', color: 'gray'},
	blocked: {sign: '○', color: 'yellow'},
};

export const sign = (mark: Mark): Span => ({text: signs[mark].sign, style: {color: signs[mark].color, bold: true}});
export const marked = (mark: Mark, word: string): Span => ({
	text: `${signs[mark].sign} ${word}`,
	style: {color: signs[mark].color},
});
