/** A host that joins a cluster: what its token and the controller behind it say, before anything changes. */
export const installJoin = {
	noFile:
		'A worker joins with a token. On the controller: k0s-tui token --out FILE. Bring it here, then: --token-file FILE',
	unread: (file: string, why: string) => `The token in ${file} cannot be looked at (${why}).`,
	faults: {
		absent: (file: string, _said: string) => `There is no token file ${file}.`,
		special: (file: string, said: string) => `${file} is no regular file (${said}).`,
		large: (file: string, _said: string) => `${file} is larger than 64 KiB: no join token is.`,
		noToken: (file: string, _said: string) => `${file} holds no join token of k0s.`,
	},
	otherRole: (role: string | null, wanted: string) =>
		role === null ? `The token is for neither role.` : `The token is for a ${role}; this host is to be a ${wanted}.`,
	joins: (role: string, server: string, id: string) => `joins ${server} as ${role} with token ${id}`,
	ports: (open: string) => (open === '' ? 'no other port was asked' : `ports ${open} answer`),
	clock: (seconds: number) => `clocks differ by ${seconds} s`,
	version: (version: string) => `the API is ${version}`,
	notKnown: (what: string, role: string) =>
		`not known from here: ${what} (on the controller: k0s kubectl get nodes, k0s token list --role ${role})`,
	unknowns: {
		version: 'its version',
		name: 'whether another node has this host’s name',
		expiry: 'until when the token is good',
	},
	answers: {
		open: 'answers',
		refused: 'takes no connection: nothing listens there, or a firewall rejects it, or there is no route',
		late: 'does not answer: a firewall may drop it',
		'no-name': 'cannot be resolved',
		other: 'cannot be reached',
	},
	closed: (at: string, how: string) => `The controller’s ${at} ${how}.`,
	stranger: (at: string) =>
		`What answers at ${at} cannot be proved to be the cluster of this token: its certificate does not fit (another cluster, or a wrong clock).`,
	refused: (id: string) =>
		`The API does not know the token ${id} (any more): it expired or was taken back. Make a new one: k0s-tui token`,
	tooNew: (ours: string, theirs: string) =>
		`k0s ${ours} is newer than the API (${theirs}): upgrade the controllers first, or choose --k0s-version.`,
	tooOld: (ours: string, theirs: string, most: number) =>
		`k0s ${ours} is more than ${most} minor versions older than the API (${theirs}): choose --k0s-version.`,
	readable: (file: string, mode: string) =>
		`Others on this host can read the token (${file} has mode ${mode}): chmod 600 ${file}`,
	clockApart: (seconds: number) => `The clocks differ by ${seconds} s: certificates may not hold yet. Set the time.`,
	old: (hours: number) => `The token file is ${hours} hours old: the token may have expired.`,
};
