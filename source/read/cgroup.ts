import {required} from './file.js';
import type {Reader} from './reading.js';

/** /sys/fs/cgroup/cgroup.controllers (version 2): names on one line; none is a true answer. */
export const readControllers2: Reader<readonly string[]> = outcome =>
	required(outcome, text => text.split(/\s+/).filter(Boolean));

/** /proc/cgroups (version 1): `#subsys_name hierarchy num_cgroups enabled`; those with enabled 1. */
export const readControllers1: Reader<readonly string[]> = outcome =>
	required(outcome, text => {
		const rows = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
		const enabled = rows.flatMap(row => {
			const [name, , , on] = row.split(/\s+/);
			return name !== undefined && on === '1' ? [name] : [];
		});
		return text.startsWith('#subsys_name') ? enabled : undefined;
	});
