/** A program that goes beyond its limits, in the way that its argument names. */
const [, , how] = process.argv;
process.stdin.resume();
if (how === 'time') for (;;);
if (how === 'memory') {
  const kept = [];
  for (;;) kept.push(Buffer.alloc(1024 * 1024, 1));
}
if (how === 'words') {
  process.stdout.write('no answer\n');
  process.exit(3);
}
