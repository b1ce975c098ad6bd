import {expect, test} from 'vitest';
import {plan} from '../../source/commands/plan.js';
import {reset} from '../../source/commands/reset.js';
import {upgrade} from '../../source/commands/upgrade.js';
import {runCommand, type Odd} from '../support/run-command.js';

/** Alpine with a k0s that runs. */
const openrc: Odd = ({argv}) => {
	const words = argv.join(' ');
	if (argv[0] === 'systemctl') return {kind: 'not-found', exit: null, stderr: ''};
	if (words === 'ls -1d -- /run/openrc/softlevel')
		return {kind: 'ok', exit: 0, stdout: '/run/openrc/softlevel\n', stderr: ''};
	if (words === 'rc-service k0scontroller status')
		return {kind: 'ok', exit: 0, stdout: ' * status: started\n', stderr: ''};
	return argv[0] === 'rc-service'
		? {kind: 'failed', exit: 1, stderr: ` * rc-service: service \`${argv[1] ?? ''}' does not exist\n`}
		: undefined;
};
const changed = (ran: readonly string[][]): readonly string[][] =>
	ran.filter(argv => ['systemctl', 'firewall-cmd', 'rm', 'ln', 'mv'].includes(argv[0] ?? '') && argv.includes('stop'));

test('install says at its first look that services are OpenRC’s, and how to do it by hand', async () => {
	const {lines} = await runCommand(plan, [], {}, openrc);
	expect(lines.join('\n')).toMatch(/blocked +preflight +This host runs OpenRC/);
	expect(lines.join('\n')).toContain('k0s install controller --enable-worker --no-taints');
});

test.each([
	['reset', reset, {}, 'k0s stop, then k0s reset'],
	['upgrade', upgrade, {to: 'v1.35.7+k0s.0'}, 'put the new k0s in its place'],
] as const)('%s changes nothing there', async (_, command, values, byHand) => {
	const {exit, error, lines = [], ran} = await runCommand(command, [], {...values, yes: 'true'}, openrc);
	expect(exit).not.toBe(0);
	expect(`${JSON.stringify(error)} ${lines.join('\n')}`).toContain('OpenRC');
	expect(`${JSON.stringify(error)} ${lines.join('\n')}`).toContain(byHand);
	expect(changed(ran)).toEqual([]);
	expect(ran.some(argv => argv[0] === 'k0s' && ['stop', 'reset', 'backup'].includes(argv[1] ?? ''))).toBe(false);
});
