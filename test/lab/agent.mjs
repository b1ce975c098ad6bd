/**
 * Sits in one network namespace of a lab and does what lines of JSON on standard input say: `{id, run: argv, input}` runs
 * a program, `{send: {token, protocol, source, sourcePort, to, port}}` sends one packet. Listens on the ports that are its
 * arguments, and tells of each token that arrives: `{got: token, port, from}`. Ends with its standard input.
 */
import {execFile} from 'node:child_process';
import {createSocket} from 'node:dgram';
import {connect, createServer} from 'node:net';
import process from 'node:process';
import {createInterface} from 'node:readline';

const say = value => process.stdout.write(`${JSON.stringify(value)}\n`);
const ports = process.argv.slice(2).map(Number);
let opening = ports.length * 2;
const opened = () => {
	if (--opening === 0) say({ready: true});
};

for (const port of ports) {
	const udp = createSocket({type: 'udp6'});
	udp.on('message', (token, {address}) => say({got: String(token), port, from: bare(address)}));
	udp.on('error', error => say({failed: String(error)}));
	udp.bind({port, address: '::'}, opened);
	const tcp = createServer(socket => {
		socket.on('data', token => say({got: String(token), port, from: bare(socket.remoteAddress ?? '')}));
		socket.on('error', () => undefined);
	});
	tcp.on('error', error => say({failed: String(error)}));
	tcp.listen({port, host: '::'}, opened);
}

const bare = address => address.replace(/^::ffff:/, '').replace(/%.*$/, '');

function send({token, protocol, source, sourcePort, to, port}) {
	if (protocol === 'udp') {
		const socket = createSocket({type: to.includes(':') ? 'udp6' : 'udp4'});
		socket.on('error', () => undefined);
		socket.bind({port: sourcePort, address: source}, () => {
			socket.send(token, port, to, () => setTimeout(() => socket.close(), 50));
		});
		return;
	}

	if (protocol === 'icmp') {
		execFile('busybox', ['ping', '-c', '1', '-W', '1', '-I', source, to], error => {
			if (!error) say({got: token, port: 0, from: to});
		});
		return;
	}

	const socket = connect({host: to, port, localAddress: source, localPort: sourcePort});
	socket.on('connect', () => socket.write(token));
	socket.on('error', () => undefined);
	setTimeout(() => socket.destroy(), 400);
}

function run({id, run: [program, ...args], input}) {
	const child = execFile(program, args, {maxBuffer: 64 * 1024 * 1024}, (error, stdout, stderr) => {
		say({id, exit: error ? (typeof error.code === 'number' ? error.code : 127) : 0, stdout, stderr});
	});
	child.stdin.on('error', () => undefined);
	child.stdin.end(input ?? '');
}

createInterface({input: process.stdin})
	.on('line', line => {
		const asked = JSON.parse(line);
		if (asked.run) run(asked);
		else send(asked.send);
	})
	.on('close', () => process.exit(0));
