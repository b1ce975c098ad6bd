import {useMemo, useState, useEffect, useRef} from 'react';

/** Milliseconds. What nobody asked for stays longer, and so does what takes longer to read: some 15 letters a second. */
const stays = {answer: 3000, opening: 12_000, letter: 65};

/** One message in the place of the footer, for a few seconds. `opening`: what stands there from the start. */
export function useNotice(opening?: string): {
	readonly message: string | undefined;
	readonly show: (message: string) => void;
} {
	const [message, setMessage] = useState(opening);
	const timer = useRef<NodeJS.Timeout>(undefined);
	useEffect(() => {
		if (opening !== undefined) timer.current = setTimeout(() => setMessage(undefined), stays.opening);
		return () => clearTimeout(timer.current);
	}, [opening]);
	return useMemo(
		() => ({
			message,
			show(next: string) {
				setMessage(next);
				clearTimeout(timer.current);
				timer.current = setTimeout(() => setMessage(undefined), Math.max(stays.answer, next.length * stays.letter));
			},
		}),
		[message],
	);
}
