import {ok, parseArguments, type Call, type Result} from './tool.js';

/** hostnamectl and timedatectl of systemd 257. */

export async function hostnamectl(call: Call): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1));
	const {state} = call.moment();
	const [verb = 'status', name = ''] = words;
	if (['set-hostname', 'hostname'].includes(verb) && (verb === 'set-hostname' || name !== '')) {
		await call.sleep(200);
		const named = call.moment().state;
		named.hostname = cleaned(name);
		const entry = named.files['/etc/hostname'];
		if (entry) entry.text = `${named.hostname}\n`;
		return ok();
	}

	if (options.has('--static') || options.has('--transient') || verb === 'hostname') return ok(state.hostname);
	return ok(
		[
			` Static hostname: ${state.hostname}`,
			'       Icon name: computer-vm',
			'         Chassis: vm',
			'  Virtualization: kvm',
			'Operating System: CentOS Stream 10 (Coughlan)',
			'          Kernel: Linux 6.12.0-124.el10.x86_64',
			'    Architecture: x86-64',
		].join('\n'),
	);
}

/** hostnamed never refuses: what is not allowed is left out, and 64 characters are kept. */
const cleaned = (name: string): string =>
	name
		.replaceAll(/[^\w.-]|_/g, '')
		.replaceAll(/\.{2,}/g, '.')
		.replace(/^[.-]+|[.-]+$/g, '')
		.slice(0, 64) || 'localhost';

export function timedatectl(call: Call): Result {
	const all = {Timezone: 'Asia/Tokyo', LocalRTC: 'no', CanNTP: 'yes', NTP: 'yes', NTPSynchronized: 'yes'};
	const {options, words} = parseArguments(call.argv.slice(1), ['-p', '--property', '-P']);
	if (words[0] === 'set-ntp') return ok();
	const wanted = call.argv.flatMap((word, index) => {
		if (word.startsWith('--property=')) return word.slice('--property='.length).split(',');
		return ['-p', '-P', '--property'].includes(word) ? (call.argv[index + 1] ?? '').split(',') : [];
	});
	const bare = options.has('-P') || options.has('--value');
	return ok(
		Object.entries(all)
			.filter(([name]) => wanted.length === 0 || wanted.includes(name))
			.map(([name, value]) => (bare ? value : `${name}=${value}`))
			.join('\n'),
	);
}
