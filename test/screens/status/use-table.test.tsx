import {Text} from 'ink';
import {render} from 'ink-testing-library';
import {useEffect, useState} from 'react';
import {expect, test} from 'vitest';
import type {ServerTable} from '../../../source/facts/browse.js';
import {kindNamed, usualKinds} from '../../../source/model/api-kinds.js';
import {useTable} from '../../../source/screens/status/browse/use-table.js';
import type {Browse} from '../../../source/store/browse/browse.js';
import type {TableSource} from '../../../source/store/browse/table.js';

const query = {kind: kindNamed('pods', usualKinds)!, namespace: null, selector: '', fields: ''};
const tableOf = (...names: readonly string[]): ServerTable => ({
	columns: [],
	rows: names.map(name => ({name, namespace: 'a', uid: name, createdAt: null, labels: {}, owners: [], cells: [name]})),
});

/** A source whose value a test puts, and a view that shows only its first row. */
function shown() {
	const listeners = new Set<() => void>();
	let snapshot: ReturnType<TableSource['get']> = {value: undefined, unknown: undefined, at: 0, reading: false};
	const source: TableSource = {
		live: true,
		opening: false,
		get: () => snapshot,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: async () => snapshot,
	};
	const browse: Browse = {
		kinds: () => undefined,
		discover: async () => ({known: true, value: [], notes: []}),
		table: async () => source,
	};
	let drawings = 0;
	let press: () => void = () => undefined;
	function View() {
		const {snapshot: seen, drawn} = useTable(browse, query);
		const [keys, setKeys] = useState(0);
		drawings++;
		useEffect(() => {
			press = () => setKeys(count => count + 1);
			drawn(next => next.value?.rows[0] === seen.value?.rows[0]);
		});
		return <Text>{`${keys} ${seen.value?.rows.map(({name}) => name).join(' ') ?? 'none'}`}</Text>;
	}

	const screen = render(<View />);
	const until = async (holds: () => boolean): Promise<void> => {
		for (let tries = 0; !holds(); tries++) {
			if (tries > 500) throw new Error(screen.lastFrame());
			await new Promise(resolve => setTimeout(resolve, 5));
		}
	};

	return {
		frame: () => screen.lastFrame(),
		drawings: () => drawings,
		listening: () => listeners.size,
		press: () => press(),
		unmount: () => screen.unmount(),
		until,
		put(value: ServerTable) {
			snapshot = {...snapshot, value};
			for (const listener of listeners) listener();
		},
	};
}

test('what changes out of sight draws nothing, and the next key finds it there', async () => {
	const view = shown();
	await view.until(() => view.listening() === 1);
	const first = tableOf('a', 'b');
	view.put(first);
	await view.until(() => view.frame() === '0 a b');
	const before = view.drawings();
	const [seen] = first.rows;
	view.put({columns: first.columns, rows: [seen!, ...tableOf('c', 'd').rows]});
	await new Promise(resolve => setImmediate(resolve));
	expect(view.drawings()).toBe(before);
	view.press();
	await view.until(() => view.frame() === '1 a c d');
	view.put(tableOf('e'));
	await view.until(() => view.frame() === '1 e');
	view.unmount();
	await view.until(() => view.listening() === 0);
});
