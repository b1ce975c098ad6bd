import {expect, test} from 'vitest';
import {trialActions, type TrialPlan} from '../../source/install/trial.js';
import {plainIds} from '../support/plain-ids.js';

const text = plainIds;

/**
 * Seen on a slow host: the guard's time was over while the trial still changed, so a source and a masquerade that came
 * after it stayed, beside "everything was undone".
 */
test('what a trial changes after its guard has taken all back is taken back once more', () => {
	const changes = [
		{kind: 'port', zone: 'public', value: '6443/tcp'},
		{kind: 'source', zone: 'public', value: '10.244.0.0/16'},
		{kind: 'masquerade', zone: 'public', value: ''},
	] as const;
	const plan: TrialPlan = {
		changes,
		commands: [],
		before: [],
		trials: {state: '/var/lib/k0s-tui', next: 1, last: null, systemd: true},
		needsLogin: true,
		wait: 10,
		verified: () => undefined,
		text,
	};
	const login = trialActions(plan).at(-1);
	expect(login?.command.why).toBe('guard-decision');
	expect(login?.undoOnFailure?.actions.map(({command}) => command.argv.join(' '))).toEqual([
		'systemctl start --wait k0s-tui-guard-firewall-1.service',
		'firewall-cmd --zone=public --remove-source=10.244.0.0/16',
		'firewall-cmd --zone=public --remove-port=6443/tcp',
		'firewall-cmd --zone=public --remove-masquerade',
	]);
	// What the guard took back already is no fault, and does not keep the rest from being taken back.
	expect(login?.undoOnFailure?.actions.every(({optional}) => optional === true)).toBe(true);
});
