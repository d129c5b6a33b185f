// Looks at the page and loads only what it needs. Every page works without any of this.
const summary = document.querySelector(".errors[role=alert]");
if (summary) summary.focus();
