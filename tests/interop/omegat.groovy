// Reads a glossary with OmegaT's own readers and prints what it got, one entry per line: source, target (U+001F between several).
// Arguments: reader (TBX, TSV, CSV), file, source language, target language.
import java.lang.reflect.InvocationHandler
import java.lang.reflect.Proxy
import org.omegat.core.Core
import org.omegat.core.data.IProject
import org.omegat.core.data.ProjectProperties

def properties = new ProjectProperties(File.createTempDir())
properties.sourceLanguage = args[2]
properties.targetLanguage = args[3]
def handler = { proxy, method, arguments ->
    method.name == 'getProjectProperties' ? properties : method.returnType == boolean ? true : null
} as InvocationHandler
def project = Proxy.newProxyInstance(IProject.classLoader, [IProject] as Class[], handler) as IProject
def holder = Core.getDeclaredField('currentProject')
holder.accessible = true
holder.set(null, project)
def reader = Class.forName("org.omegat.gui.glossary.GlossaryReader${args[0]}")
def out = new PrintStream(System.out, true, 'UTF-8')
for (entry in reader.read(new File(args[1]), false)) {
    out.println([entry.srcText, entry.getLocTerms(false).join('\u001f'), entry.commentText].join('\t').replace('\n', '\\n'))
}
