import {findConnections, findPackets, savePackets} from '../../../source/app/packets/shell.js';
import {PacketsView} from '../../../source/app/packets/view.js';
import type {PacketsSubject} from '../../../source/app/packets/watched.js';
import type {Shell} from '../../../source/app/shell.js';
import type {Command} from '../../../source/command/command.js';
import type {Outcome} from '../../../source/command/outcome.js';
import type {Host} from '../../../source/host/host.js';
import {createRunner} from '../../../source/host/runner.js';
import {Layers} from '../../../source/keys/layers.js';
import type {Services} from '../../../source/screens/services.js';
import {createSimulatedHost} from '../../../source/simulated/host.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';

/** What a command answers in the place of the simulated host. */
export type Odd = (command: Command) => Partial<Outcome> | undefined;

/** The view that `t` opens, on a simulated host whose cluster is ready. */
export function show(subject: PacketsSubject, {width = 80, height = 20, odd = undefined as Odd | undefined} = {}) {
	const inner = createSimulatedHost({scenario: 'ready', speed: 1});
	const begun: Command[] = [];
	const ended: Command[] = [];
	const host: Host = {
		...inner,
		async execute(command, options) {
			if (command.follow) begun.push(command);
			const other = odd?.(command);
			const whole = {argv: command.argv, kind: 'failed', exit: 1, signal: null, stdout: '', stderr: ''} as const;
			const outcome = other
				? {...whole, stdoutCut: 0, stderrCut: 0, startedAt: 0, ms: 1, ...other}
				: await inner.execute(command, options);
			if (command.follow) ended.push(command);
			return outcome;
		},
	};
	const runner = createRunner(host);
	const said: string[] = [];
	const layers = new Layers();
	const closed = {times: 0};
	const services = {
		...{text: catalogue('en'), kind: 'simulated', readOnly: false},
		ask: async (...[command, signal]: Parameters<Services['ask']>) => runner.run(command, signal ? {signal} : {}),
		follow: async (...[command, onLine, signal]: Parameters<Services['follow']>) =>
			runner.run(command, {onLine, signal}),
		notify: (message: string) => void said.push(message),
	} as unknown as Services;
	const shell = {
		language: 'en',
		findConnections: async (...given: Parameters<Shell['findConnections']>) =>
			findConnections(runner, {interval: 2000, lang: 'en'}, ...given),
		findPackets: async (...given: Parameters<Shell['findPackets']>) =>
			findPackets(runner, {interval: 2000, lang: 'en'}, ...given),
		savePackets: async (...given: Parameters<Shell['savePackets']>) => savePackets(runner, ...given),
	} as unknown as Shell;
	const screen = draw(
		() => (
			<PacketsView
				{...{services, shell, subject, width, height}}
				onCopy={what => void said.push(what)}
				onClose={() => void closed.times++}
			/>
		),
		{look: {color: false, ascii: false}, layers},
	);
	return {...screen, layers, said, closed, begun, ended, runner};
}
