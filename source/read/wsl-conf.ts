import {mapReading} from '../facts/reading.js';
import {readText} from './file.js';
import type {Reader} from './reading.js';

/** /etc/wsl.conf (WSL 0.67.6 and newer): whether `systemd` is true under `[boot]`; the last one counts. No file: false. */
export const readWslSystemd: Reader<boolean> = outcome =>
	mapReading(readText(outcome), text => {
		let section = '';
		let systemd = false;
		for (const line of (text ?? '').split('\n')) {
			section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.trim().toLowerCase() ?? section;
			const value = /^\s*systemd\s*=\s*"?(\w+)/i.exec(line)?.[1];
			if (section === 'boot' && value !== undefined) systemd = value.toLowerCase() === 'true';
		}

		return systemd;
	});
