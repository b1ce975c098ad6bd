/**
 * Answers on the ports that are its arguments, tcp and udp, IPv4 and IPv6, as CoreDNS with `whoami` does: a connection is
 * taken, a question over udp is answered (the header says "answer"). Prints "ready" once it listens on all of them.
 */
import {createSocket} from 'node:dgram';
import {createServer} from 'node:net';
import process from 'node:process';

const ports = process.argv.slice(2).map(Number);
let opening = ports.length * 2;
const opened = () => {
	if (--opening === 0) process.stdout.write('ready\n');
};

for (const port of ports) {
	const udp = createSocket({type: 'udp6'});
	udp.on('message', (question, {address, port: back}) => {
		const answer = Buffer.from(question);
		if (answer.length > 2) answer[2] |= 0x80;
		udp.send(answer, back, address);
	});
	udp.bind({port, address: '::'}, opened);
	const tcp = createServer(socket => {
		socket.on('error', () => undefined);
		socket.end();
	});
	tcp.listen({port, host: '::'}, opened);
}
