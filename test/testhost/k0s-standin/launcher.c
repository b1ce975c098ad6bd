/*
 * STAND-IN FOR TESTS, not k0s: what the stand-in's release server hands out as the binary of a release. A static ELF
 * program, since a real release is one, that starts the stand-in's script of the test host. The text behind the marker is
 * the release that it says it is: downloads.mjs writes it there, so that every release has bytes of its own.
 * `controller` stays in the process tree as the parent of the script, as k0s does: the unit's main process is then this
 * file, and writing over it while it runs fails with "Text file busy".
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile const char release[96] = "@k0s-standin-release@";
static const size_t marker = sizeof "@k0s-standin-release@" - 1;
static pid_t child;

static void forward(int number) {
	if (child > 0) kill(child, number);
}

static int run(char **arguments) {
	execv("/bin/sh", arguments);
	fprintf(stderr, "Error: k0s stand-in: /bin/sh: %s\n", strerror(errno));
	return 127;
}

int main(int count, char **words) {
	char text[sizeof release + 1] = {0}, self[4096] = {0}, script[4096], pid[32];
	for (size_t i = 0; i < sizeof release; i++) text[i] = release[i];
	const char *folder = getenv("K0S_STANDIN");
	snprintf(script, sizeof script, "%s/k0s", folder ? folder : "/opt/testhost/k0s-standin");
	if (readlink("/proc/self/exe", self, sizeof self - 1) > 0) setenv("K0S_ARGV0", self, 1);
	const char *name = strrchr(words[0], '/');
	setenv("K0S_NAME", name ? name + 1 : words[0], 1);
	if (text[marker]) setenv("K0S_STANDIN_RELEASE", text + marker, 1);

	char **arguments = calloc(count + 2, sizeof *arguments);
	arguments[0] = "sh";
	arguments[1] = script;
	for (int i = 1; i < count; i++) arguments[i + 1] = words[i];
	if (count < 2 || strcmp(words[1], "controller") != 0) return run(arguments);

	snprintf(pid, sizeof pid, "%d", (int)getpid());
	setenv("K0S_PID", pid, 1);
	child = fork();
	if (child < 0) {
		perror("Error: k0s stand-in: fork");
		return 1;
	}

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		return run(arguments);
	}

	signal(SIGTERM, forward);
	signal(SIGINT, forward);
	int status = 0;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
	if (WIFEXITED(status)) return WEXITSTATUS(status);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 1;
}
