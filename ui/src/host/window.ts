/** The host inside the desktop window. */
import { invoke, isTauri } from '@tauri-apps/api/core';

export function insideWindow(): boolean {
  return isTauri();
}

export function windowHost(cmd: string, req: unknown): Promise<unknown> {
  return invoke('rpc', { cmd, req });
}
