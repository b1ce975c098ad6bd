import {describe, expect, test, vi} from 'vitest';
import {Layers, level} from '../../source/keys/layers.js';

const layer = (
	at: number,
	keys: Record<string, string>,
	onAction: (action: string) => boolean | void = () => undefined,
	more = {},
) => ({
	level: at,
	bindings: Object.entries(keys).map(([key, action]) => ({action, keys: [key]})),
	onAction,
	...more,
});

describe('Layers', () => {
	test('the highest layer that wants a key takes it; false lets it fall', () => {
		const layers = new Layers();
		const app = vi.fn();
		const screen = vi.fn(() => false as const);
		layers.add(layer(level.screen, {escape: 'screen.back'}, screen));
		layers.add(layer(level.app, {escape: 'app.back', q: 'app.quit'}, app));
		expect(layers.dispatch('escape')).toBe('app.back');
		expect(screen).toHaveBeenCalledWith('screen.back');
		expect(layers.dispatch('q')).toBe('app.quit');
		expect(layers.dispatch('x')).toBeUndefined();
	});
	test('a modal layer keeps keys away from what is below', () => {
		const layers = new Layers();
		const below = vi.fn();
		layers.add(layer(level.screen, {D: 'delete'}, below));
		const dialog = layers.add(layer(level.dialog, {enter: 'choose'}, () => undefined, {modal: true}));
		expect(layers.dispatch('D')).toBeUndefined();
		expect(below).not.toHaveBeenCalled();
		dialog.remove();
		expect(layers.dispatch('D')).toBe('delete');
	});
	test('an input field takes printable keys, not the tables', () => {
		const layers = new Layers();
		const typed: string[] = [];
		const close = vi.fn();
		layers.add(layer(level.app, {q: 'quit'}));
		layers.add(layer(level.input, {enter: 'keep'}, close, {modal: true, onText: (text: string) => typed.push(text)}));
		for (const key of ['q', 'space', '1', 'enter']) layers.dispatch(key);
		expect(typed.join('')).toBe('q 1');
		expect(close).toHaveBeenCalledWith('keep');
	});
	test('a paste reaches an input field only, its first line, and runs nothing', () => {
		const layers = new Layers();
		const action = vi.fn();
		const typed: string[] = [];
		layers.add(layer(level.screen, {y: 'yes'}, action));
		layers.paste('y\ny\n');
		expect(action).not.toHaveBeenCalled();
		layers.add(layer(level.input, {}, action, {onText: (text: string) => typed.push(text)}));
		layers.paste('web\nrm');
		expect(typed).toEqual(['web']);
	});
	test('back goes one step in what lies above the app, and says when nothing did', () => {
		const layers = new Layers();
		let depth = 1;
		layers.add(layer(level.app, {escape: 'app.back'}));
		layers.add(layer(level.screen, {escape: 'screen.back'}, () => depth-- > 0));
		expect([layers.back(), layers.back()]).toEqual([true, false]);
	});
	test('listeners hear of tables that change, not of handlers that do', () => {
		const layers = new Layers();
		const table = layer(level.screen, {a: 'one'});
		const entry = layers.add(table);
		const heard = vi.fn();
		layers.subscribe(heard);
		entry.update({...table, onAction: () => false});
		expect(heard).not.toHaveBeenCalled();
		entry.update(layer(level.screen, {b: 'two'}));
		expect(heard).toHaveBeenCalledTimes(1);
	});
});
