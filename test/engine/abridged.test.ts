import {expect, test} from 'vitest';
import {abridged} from '../../source/engine/abridged.js';

const printed = (stdout: string, stderr = '') => abridged({stdout, stderr});

test('what is short is kept as it is, without its last newline', () => {
	expect(printed('deployment.apps/demo created\n')).toEqual({stdout: 'deployment.apps/demo created', stderr: ''});
	expect(printed('')).toEqual({stdout: '', stderr: ''});
});

test('of many lines the first 30 and the last 10 are kept, and how many are missing is said', () => {
	const {stderr} = printed('', Array.from({length: 100}, (_, index) => `line ${index}`).join('\n'));
	const lines = stderr.split('\n');
	expect(lines).toHaveLength(41);
	expect(lines[29]).toBe('line 29');
	expect(lines[30]).toBe('… 60 lines …');
	expect(lines[31]).toBe('line 90');
});

test('a line without an end is cut; of one that was written over the end stays', () => {
	expect(printed('x'.repeat(10_000)).stdout).toHaveLength(502);
	expect(printed('  1%\r 50%\r100%\r\ndone').stdout).toBe('100%\ndone');
});

test('secrets are not kept', () => {
	expect(printed('password: hunter2hunter2', 'Authorization: Bearer abcdefghijkl').stdout).not.toContain('hunter2');
	expect(printed('', 'Authorization: Bearer abcdefghijkl').stderr).not.toContain('abcdefghijkl');
});
