const [{ json: work }] = $('Find Missing Events').all();
return work.events.map((json) => ({ json }));
