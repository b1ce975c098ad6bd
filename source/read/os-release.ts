import type {OsRelease} from '../facts/host.js';
import {required} from './file.js';
import type {Reader} from './reading.js';

/** /etc/os-release: KEY=value lines, values quoted as a shell would (os-release(5)). */
export const readOsRelease: Reader<OsRelease> = outcome =>
	required(outcome, text => {
		const fields = new Map<string, string>();
		for (const line of text.split('\n')) {
			const field = /^([A-Z_\d]+)=(.*)$/.exec(line.trim());
			if (field) fields.set(field[1] ?? '', unquoted(field[2] ?? ''));
		}

		const id = fields.get('ID');
		const name = fields.get('NAME');
		if (id === undefined && name === undefined) return undefined;
		return {
			id: id ?? 'linux',
			like: (fields.get('ID_LIKE') ?? '').split(' ').filter(Boolean),
			versionId: fields.get('VERSION_ID') ?? null,
			prettyName: fields.get('PRETTY_NAME') ?? name ?? id ?? '',
		};
	});

function unquoted(text: string): string {
	const quoted = /^(["'])(.*)\1$/.exec(text);
	return (quoted ? (quoted[2] ?? '') : text).replaceAll(/\\(["'$`\\])/g, '$1');
}
