import fs from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {command, type CommandOptions} from '../../source/command/command.js';
import {createLocalHost} from '../../source/host/local.js';

export const host = createLocalHost();

/** A constant script: what the faults are made of. */
export const bash = (script: string, options: CommandOptions = {}) => command(['bash', '-c', script], 'test', options);

export const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		// A zombie that nobody has waited for yet does nothing more.
		return !fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
	} catch {
		return false;
	}
};

export const isGone = async (pid: number): Promise<boolean> => {
	for (let attempt = 0; attempt < 50 && isAlive(pid); attempt++) await sleep(20);
	return !isAlive(pid);
};
