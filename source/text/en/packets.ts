/** `packets` and `conntrack`, and `t` on the screens: loaded when somebody asks. */
export const packets = {
	noTarget: (name: string) =>
		`no link or network namespace fits “${name}”; a pod in the host’s network is seen with: packets host`,
	several: (name: string, names: string) => `“${name}” fits several: ${names}`,
	noService: (name: string) => `there is no service ${name}, or it has no address and no node port`,
	noLink: (link: string) => `no link is called ${link} there`,
	noWay: (name: string) => `${name} cannot be entered: it has no name and no process`,
	badNumber: (name: string, most: number) => `--${name} takes a number from 1 to ${most}`,
	badFilter: (words: string) => `tcpdump does not take this filter: ${words}`,
	cannot: (why: string) => `no packets can be seen: ${why}`,
	recorded: 'a recording holds no packets',
	exists: (file: string) => `${file} is there already; it is not written over`,
	notWritten: (file: string, why: string) => `${file} could not be written: ${why}`,
	starts: (command: string) => `$ ${command}`,
	simulated: 'Simulated: none of these packets was ever sent.',
	where: {host: 'this host', any: 'all links'},
	/** Column titles. */
	columns: {time: 'TIME', link: 'LINK', way: 'DIR', from: 'FROM', to: 'TO', protocol: 'PROTO', what: 'WHAT'},
	ended: {
		count: (packets: string) => `Done: as many packets as were asked for (${packets}).`,
		time: (packets: string) => `Done: the time is over (${packets}).`,
		stopped: (packets: string) => `Stopped (${packets}).`,
		broken: (packets: string, why: string) => `tcpdump ended by itself: ${why} (${packets}). There may have been more.`,
	},
	count: (count: number) => `${count} ${count === 1 ? 'packet' : 'packets'}`,
	dropped: (count: number) =>
		`${count} more were lost: the kernel dropped them, since they came faster than they were read.`,
	none: 'No packet came.',
	lost: (count: number) => `${count} older packets are not kept.`,
	saved: (file: string, packets: string, bytes: string) => `Saved ${packets} (${bytes}) into ${file}, for you alone.`,
	full: (bytes: string) => `It ended at ${bytes}: no file grows larger.`,
	/** `t` on the screens. */
	screen: {
		filter: 'filter: ',
		starting: 'starting …',
		live: 'live',
		paused: 'paused',
		over: 'ended',
		refusedOnly: 'refused only',
		nothingYet: 'tcpdump listens; no packet came yet.',
		again: 'r: look again. a: without a limit of packets. c: another filter.',
		typeAnother: 'c: change the filter (man pcap-filter).',
		saving: (file: string, packets: string, bytes: string) => `Saving, X stops it: ${packets}, ${bytes}, into ${file}`,
		savesAlready: 'It is being saved already.',
		notes: {
			'host-network': 'This pod uses the host’s network: these are the packets of the whole host.',
			service: 'On every link of this host, before and after NAT: a service has no link of its own.',
		},
	},
};
