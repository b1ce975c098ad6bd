/** What a person can decide about an install, and what each decision means. */
export const installChoices = {
	title: 'Choices',
	hint: 'They only change the plan. Nothing runs until you say so.',
	/** Below the title of the Install screen. */
	summary: (parts: readonly string[]) => parts.join(' · '),
	summaryProfile: (name: string) => `profile ${name}`,
	summaryVersion: (version: string) => `k0s ${version}`,
	summaryFile: (file: string) => `k0s from ${file}`,
	summaryName: (name: string) => `host name ${name}`,
	summaryInterface: (name: string) => `interface ${name}`,
	summaryScript: 'by get.k0s.sh',
	key: 'c changes it',
	fields: {
		profile: {
			name: 'Profile',
			why: 'What firewalld lets through. Both are tested first, with automatic rollback.',
		},
		version: {
			name: 'Version',
			why: 'Which k0s version. A k0s already on this host counts as stable: install does not upgrade.',
		},
		way: {
			name: 'Fetched by',
			why: 'How to fetch it. Both ways verify it before it is put in place.',
		},
		file: {
			name: 'From a file',
			why: 'A k0s file already on this host: nothing is downloaded. Its release’s sha256sums.txt must be beside it.',
		},
		hostname: {
			name: 'Host name',
			why: 'The node gets the host’s name. It cannot be changed after the install.',
		},
		interface: {
			name: 'Interface',
			why: 'The one that faces your network. Only the profile article binds it to a zone.',
		},
	},
	options: {
		'single-node': 'opens no port; trusts traffic from pods',
		article: 'as in the guide: default zone trusted, eight ports open; a new login must confirm it',
		stable: (version: string) => `currently ${version}`,
		stableAsked: 'looking up which one that is …',
		stableUnknown: (why: string) => `which one that is could not be read (${why})`,
		here: 'is on this host',
		pinned: 'as typed',
		release: 'the binary and its checksums from the release page',
		script: 'the guide’s script, saved to a file, shown with its hash, then run; not piped',
		noFile: 'it is fetched',
		file: 'from this file',
		keep: (name: string) => (name === '' ? 'as it is' : `stays ${name}`),
		hostname: 'set before k0s is installed',
		byRoute: (name: string | undefined) => (name === undefined ? 'there is no default route' : `currently ${name}`),
		noAddress: 'no address',
	},
	names: {
		fetched: 'none',
		kept: 'kept',
		byRoute: 'default route',
		stable: 'stable',
		release: 'release',
		script: 'get.k0s.sh',
		other: 'another …',
	},
	entry: {
		version: 'Release: ',
		file: 'Path: ',
		hostname: 'Host name: ',
		interface: 'Interface: ',
	},
	examples: {
		version: 'for example v1.34.1+k0s.0',
		file: 'for example /root/k0s-v1.34.1+k0s.0-amd64',
		hostname: 'for example node1.home.local; leave empty to keep',
		interface: 'for example enp1s0',
	},
};
