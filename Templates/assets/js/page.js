// What several features share: the page's own words, its form token, and asking the server.

/** A sentence of the page's language; `%name%` is replaced by the value of that name. */
export function say(key, values = {}) {
  const words = document.getElementById("words")?.content.querySelector(`[data-say="${key}"]`)?.textContent ?? "";
  return words.replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);
}

/** An element with text and attributes. */
export function make(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** The page's form token; a new one is put into every form. */
export function formToken(fresh) {
  const inputs = document.querySelectorAll('input[name="formToken"]');
  if (fresh) inputs.forEach((input) => { input.value = fresh; });
  return inputs[0]?.value ?? "";
}

/** POSTs form values and answers `{status, data}`; status 0 means that nobody answered. */
export async function post(url, values) {
  const body = new URLSearchParams([["formToken", formToken()], ...values]);
  try {
    const answer = await fetch(url, {
      method: "POST", body, redirect: "manual", credentials: "same-origin",
      headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000),
    });
    const data = await answer.json().catch(() => ({}));
    if (data.formToken) formToken(data.formToken);
    // A redirect is the way to the sign-in page.
    return { status: answer.type === "opaqueredirect" ? 401 : answer.status, data };
  } catch {
    return { status: 0, data: {} };
  }
}

/** Fetches this page again for a new form token; true if somebody is signed in. */
export async function renewToken() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector('input[name="formToken"]')?.value;
    const visitor = page.body.dataset.visitor;
    if (!token || !visitor || visitor !== document.body.dataset.visitor) return false;
    formToken(token);
    return true;
  } catch {
    return false;
  }
}
