/** Does every job by so many writers, each taking the next one when it is through. Answers jobs a second. */
export async function byWriters(writers, jobs, work) {
  let next = 0;
  const writer = async () => {
    while (next < jobs.length) await work(jobs[next++]);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: writers }, writer));
  return jobs.length / ((performance.now() - began) / 1000);
}
