"""One HTML page that opens anywhere, prints well and loads nothing from outside."""

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pathbot.portfolio import Portfolio

_TEMPLATE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ portfolio.name }}: portfolio</title>
<style>
  body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1c2430; }
  body { max-width: 44rem; margin: 2.5rem auto; padding: 0 1.2rem; }
  h1 { font-size: 1.9rem; margin: 0; } h2 { margin: 2rem 0 .2rem; font-size: 1.25rem; }
  .where, .question, .status { color: #4a5666; margin: 0; } .question { font-style: italic; }
  ul { padding: 0; list-style: none; }
  li.line { margin: 1.1rem 0; padding-left: .9rem; border-left: 4px solid #0b6b5e; }
  .statement { font-weight: 600; margin: 0; } blockquote { margin: .25rem 0; color: #333f4d; }
  .skills span { display: inline-block; border: 1px solid #9aa7b5; border-radius: 1rem; }
  .skills span { padding: 0 .6rem; margin: .2rem .3rem 0 0; }
  @media print { body { margin: 0; max-width: none; } li.line { break-inside: avoid; } }
</style>
<main>
<h1>{{ portfolio.name }}</h1>
<p class="where">{{ portfolio.school }} · {{ portfolio.made_on }}</p>
{% for project in portfolio.projects %}
<section>
<h2>{{ project.title }}</h2>
<p class="question">{{ project.question }}</p>
<ul>
{% for s in project.statements %}
<li class="line"><p class="statement">{{ s.draft.statement }}</p>
{% for q in s.draft.evidence %}<blockquote>“{{ q.text }}”</blockquote>
{% endfor %}<p class="status">
{{ s.draft.skills | map(attribute="name") | join(", ") }}{{ " · " if s.draft.skills }}{{ s.verification }}</p></li>
{% endfor %}
</ul>
</section>
{% else %}
<p>No line was approved yet.</p>
{% endfor %}
{% if portfolio.skills() %}<h2>Skills</h2>
<p class="skills">{% for name in portfolio.skills() %}<span>{{ name }}</span>{% endfor %}</p>{% endif %}
{% if portfolio.roles %}<h2>Roles I kept</h2>
<ul>{% for role in portfolio.roles %}<li>{{ role.title }}</li>{% endfor %}</ul>{% endif %}
</main>
</html>"""

_PAGE = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(
    _TEMPLATE
)


def render(portfolio: Portfolio) -> str:
    """The whole page. Everything a learner wrote is escaped."""
    return _PAGE.render(portfolio=portfolio)
