import type {Services} from '../../services.js';

/** `t`: packets of a pod or a service, named as `R` names it; nothing else has any of its own. */
export function watchPackets({packets, notify, text}: Services, subject: string | undefined): void {
	if (subject === undefined) notify(text.act.packetsOf);
	else packets({name: subject.replace(/^pod\//, '')});
}
