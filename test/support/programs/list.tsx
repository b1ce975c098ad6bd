/**
 * A small full-screen program on the terminal room alone, for the tests of that room and of the bench harness: a list of
 * 1,000 rows. `j`/down and `k`/up move, `q` ends, ctrl-c ends with 130, `t` throws in a timer, `r` rejects,
 * `d` throws while drawing, `s` hands the terminal to ARGV, `w` copies.
 */
import {Box, Text, render, useInput, useWindowSize} from 'ink';
import {useState} from 'react';
import {openTerminal} from '../../../source/terminal/terminal.js';

const terminal = openTerminal({
	color: true,
	mouse: true,
	describe: error => [`list: ${error instanceof Error ? error.message : String(error)}`],
});
const handed = process.argv.slice(2);

function List() {
	const {columns, rows} = useWindowSize();
	const [{selected, top}, setPosition] = useState({selected: 0, top: 0});
	const [broken, setBroken] = useState(false);
	const [note, setNote] = useState('');
	const shown = rows - 2;
	const move = (by: number): void => {
		setPosition(before => {
			const next = Math.min(999, Math.max(0, before.selected + by));
			return {selected: next, top: Math.min(Math.max(before.top, next - shown + 1), next)};
		});
	};

	useInput((input, key) => {
		if (key.downArrow) move(1);
		if (key.upArrow) move(-1);
		if (key.ctrl && input === 'c') void terminal.lifecycle.end({exit: 130});
		if (key.ctrl) return;
		for (const letter of input) {
			if (letter === 'j') move(1);
			if (letter === 'k') move(-1);
			if (letter === 'q') void terminal.lifecycle.end({exit: 0, out: ['nothing was changed on this host']});
			if (letter === 'd') setBroken(true);
			if (letter === 'w') terminal.copy('ip -j addr');
			if (letter === 'r') void Promise.reject(new Error('rejected on purpose'));
			if (letter === 't') {
				setTimeout(() => {
					throw new Error('thrown on purpose');
				});
			}

			if (letter === 's') {
				void terminal
					.handOver(handed, {
						before: [`$ ${handed.join(' ')}`],
						afterFailure: result =>
							result.kind === 'ended' && result.exit === 0 ? undefined : [`${result.kind}; Enter goes on`],
					})
					.then(result => {
						setNote(result.kind === 'ended' ? `back ${result.exit}` : `back ${result.code}`);
					});
			}
		}
	});
	if (broken) throw new Error('broken while drawing');
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Text wrap="truncate">{`list ${columns}x${rows} sel ${selected} ${note}`}</Text>
			{Array.from({length: shown}, (_, y) => {
				const index = top + y;
				const row = `cni-${(index * 2_654_435_761).toString(16).slice(0, 12)}  10.244.0.${index % 250}  \u001B[32mRunning\u001B[39m  coredns-${index} 日本`;
				return (
					<Text key={y} wrap="truncate">
						{index === selected ? `\u001B[7m${row.padEnd(columns)}\u001B[0m` : row}
					</Text>
				);
			})}
			<Text wrap="truncate">q ends</Text>
		</Box>
	);
}

const instance = render(<List />, terminal.ink);
instance.waitUntilExit().then(
	async () => terminal.lifecycle.end({exit: 0}),
	async (error: unknown) => terminal.lifecycle.fail(error),
);
