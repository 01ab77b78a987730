/** After an item of a bank's file: the next one that waits, or the whole file once all are done. */
import { file } from './file.svelte';
import { register } from './register.svelte';

export async function afterItem(done: string, written: string[] = []): Promise<void> {
  const another = await file.goOn();
  void register.load();
  register.begin(another ? 'sitting' : 'file', done);
  register.written = written;
}
