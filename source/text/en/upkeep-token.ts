/** A token with which another machine joins. */
export const token = {
	noFile: 'A terminal keeps what it prints: name a file with --out FILE, or print it anyway with --out -',
	onTerminal: 'The token is on this terminal now, and in its scroll-back. Invalidate it when you are done:',
	does: (role: string, expiry: string) =>
		`Creates a token that lets another machine join as ${role}, for ${expiry}. Whoever has it can join.`,
	into: (file: string) => `It is written to ${file}, readable by its owner only.`,
	notController: (role: string) => `this host is a ${role}: only a controller can create tokens`,
	single: 'k0s runs with --single here: no other machine can join it',
	singleHint: 'A cluster for several machines is installed without --single. An existing one is not changed into it.',
	notJoinable: (storage: string) => `the data is in ${storage}: another controller cannot join it, workers can`,
	notInstalled: 'k0s is not on this host',
	notRead: (why: string) => `not known whether k0s runs here: ${why}`,
	notRunning: 'k0s is not running: only a running cluster can create a token',
	noToken: 'k0s printed no token that could be understood. It is not shown.',
	exists: (file: string) => `${file} already exists and is not a join token. Choose another name, or add --force`,
	unwritable: (file: string, why: string) => `cannot write ${file}: ${why}. No token was made`,
	notWritten: (file: string, why: string) =>
		`could not write ${file}: ${why}. Invalidate the token: k0s token invalidate`,
	made: (role: string, id: string, server: string) => `Token ${id} for a ${role} that joins ${server}.`,
	expires: (when: string) => `Good until ${when} UTC. The other machine must have joined by then.`,
	file: (file: string) => `It is in ${file}, which only its owner can read.`,
	carry: 'Copy the file to the other machine, readable by root only; never put the token on a command line:',
	copy: (file: string) => `  ssh root@OTHER 'umask 077; cat >/root/k0s.token' <${file}`,
	there: 'On that machine (or by hand, with a k0s of the same minor version in /usr/local/bin):',
	worker: '  k0s-tui install --role worker --token-file /root/k0s.token --yes',
	controller: '  k0s-tui install --role controller --token-file /root/k0s.token --yes',
	byHand: {
		worker: '  k0s install worker --token-file /root/k0s.token && k0s start',
		controller: '  k0s install controller --token-file /root/k0s.token && k0s start',
	},
	oneLine: 'Or in one line from here: the token goes through standard input, and no file is left there:',
	pipe: (role: string, file: string) => `  ssh root@OTHER k0s-tui install --role ${role} --token-file - --yes <${file}`,
	on: (role: string, file: string) => `  k0s-tui on root@OTHER install --role ${role} --token-file - --yes <${file}`,
	after: 'When it has joined, delete both files, and the token:',
	invalidate: (id: string) => `  k0s token invalidate ${id}`,
	ports: {
		worker:
			'It must reach ports 6443/tcp and 8132/tcp of the controllers; all nodes reach each other on 10250/tcp and 179/tcp.',
		controller: 'It and the other controllers must reach each other on 6443/tcp, 9443/tcp and 2380/tcp.',
	},
};
