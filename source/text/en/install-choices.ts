/** What a person can decide about an install, and what each decision means. */
export const installChoices = {
	title: 'Choices',
	hint: 'They change the plan alone: nothing runs until you say so.',
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
			why: 'What firewalld lets through. Either way it is tried first, under a guard.',
		},
		version: {
			name: 'Version',
			why: 'Which k0s. One that runs here already counts as stable: an install is no upgrade.',
		},
		way: {
			name: 'Fetched by',
			why: 'How it comes here. Either way it is verified in the same manner before it is placed.',
		},
		file: {
			name: 'From a file',
			why: 'A k0s that lies on this host already: nothing is fetched then. Its release’s sha256sums.txt must lie beside it.',
		},
		hostname: {
			name: 'Host name',
			why: 'The node is named after the host. After the install it cannot be changed any more.',
		},
		interface: {
			name: 'Interface',
			why: 'The one towards your network. Only the profile article binds it to a zone.',
		},
	},
	options: {
		'single-node': 'opens no port; trusts what comes from the pods',
		article: 'the guide’s: eight ports, and trusted as the default zone; a new login must confirm it',
		stable: (version: string) => `${version} by now`,
		stableAsked: 'asking which one that is …',
		stableUnknown: (why: string) => `which one that is could not be read (${why})`,
		here: 'is on this host',
		pinned: 'as typed',
		release: 'the binary and its checksums from the release’s page',
		script: 'the guide’s script: to a file, shown with its hash, then run; not through a pipe',
		noFile: 'it is fetched',
		file: 'from this file',
		keep: (name: string) => (name === '' ? 'as it is' : `stays ${name}`),
		hostname: 'set before anything of k0s is there',
		byRoute: (name: string | undefined) => (name === undefined ? 'there is no default route' : `${name} by now`),
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
		hostname: 'for example node1.home.local; nothing keeps it',
		interface: 'for example enp1s0',
	},
};
