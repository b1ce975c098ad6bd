import {useMemo, useState, useEffect, useRef} from 'react';

/** One message in the place of the footer, for a few seconds. */
export function useNotice(): {readonly message: string | undefined; readonly show: (message: string) => void} {
	const [message, setMessage] = useState<string | undefined>();
	const timer = useRef<NodeJS.Timeout>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	return useMemo(
		() => ({
			message,
			show(next: string) {
				setMessage(next);
				clearTimeout(timer.current);
				timer.current = setTimeout(() => setMessage(undefined), 3000);
			},
		}),
		[message],
	);
}
