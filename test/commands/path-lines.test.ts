import {expect, test} from 'vitest';
import type {Found} from '../../source/commands/path-json.js';
import {pathLines} from '../../source/commands/path-lines.js';
import {noLabels} from '../../source/model/chain-labels.js';
import {followTarget} from '../../source/model/service-path/service-path.js';
import {reach as words} from '../../source/text/en/reach.js';
import {catalogue} from '../../source/text/text.js';
import {rulesetOf} from '../support/packet-filter.js';

const node = '192.168.122.161';
const target = {kind: 'node-port', port: 30_094, protocol: null} as const;
const paths = followTarget(rulesetOf('full'), target, {labels: noLabels, local: new Set([node])});

/** The lines of `path nodeport:30094`, where the walk ends there. */
function lines(address: string, port: number): readonly string[] {
	const results = [{flow: {destination: node}, ends: [{address, port}], blockedShare: 0}];
	const question = {from: {kind: 'host'}};
	const answered = {question, senders: [], notes: [], results, verdict: 'reaches', reasons: []};
	const found = {
		asked: '',
		target,
		mode: 'iptables',
		paths,
		reach: {kind: 'asked', answers: [answered], isDefault: false},
	};
	return pathLines(found as unknown as Found, words, catalogue('en'));
}

test('endpoints to which another rule does not let it come are told apart', () => {
	expect(paths[0]?.endpoints).toMatchObject([{address: '10.244.0.6', port: 80}]);
	const away = words.sentAway('10.244.0.4:80');
	expect(lines('10.244.0.4', 80)).toContain(away);
	expect(lines('10.244.0.6', 80).join('\n')).not.toContain('not to the endpoints');
	// What is refused before any translation was sent nowhere else.
	expect(lines(node, 30_094).join('\n')).not.toContain('not to the endpoints');
});
